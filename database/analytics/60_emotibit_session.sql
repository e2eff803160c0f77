-- The sessions of EmotiBit devices, live and imported: one row each. See docs/emotibit-source.md for the columns.
--
-- Sessions are found by their events, and by the packets of one rare signal per device: RD, which a device sends every 5 s, or else its
-- first signal in the order of the alphabet. Both indexes start with the device, so the recursion is a loose index scan over devices.
-- The totals of a session are those of its disconnected event. Where it has none (a session that runs, was imported, or ended with the
-- process) or packets were added or dropped afterwards, the packets of the device in the time range of the session are counted.
CREATE OR REPLACE VIEW emotibit_session AS
WITH RECURSIVE devices (device_id) AS (
  (SELECT device_id FROM emotibit_packet ORDER BY device_id LIMIT 1)
  UNION ALL
  SELECT (SELECT p.device_id FROM emotibit_packet p WHERE p.device_id > d.device_id ORDER BY p.device_id LIMIT 1)
  FROM devices d WHERE d.device_id IS NOT NULL
),
signals AS (
  SELECT d.device_id, coalesce(
      (SELECT p.type_tag FROM emotibit_packet p WHERE p.device_id = d.device_id AND p.type_tag = 'RD' LIMIT 1),
      (SELECT p.type_tag FROM emotibit_packet p WHERE p.device_id = d.device_id ORDER BY p.type_tag LIMIT 1)) AS type_tag
  FROM devices d WHERE d.device_id IS NOT NULL
),
packets AS (
  SELECT p.device_id, p.session_id, p.type_tag, min(p.timestamp) AS first_time, max(p.timestamp) AS last_time
  FROM signals s JOIN emotibit_packet p ON p.device_id = s.device_id AND p.type_tag = s.type_tag
  GROUP BY 1, 2, 3
),
events AS (
  SELECT device_id, session_id, min(timestamp) AS first_time, max(timestamp) AS last_time,
    min(timestamp) FILTER (WHERE event = 'connected') AS connected,
    max(timestamp) FILTER (WHERE event = 'disconnected') AS disconnected,
    max((detail ->> 'packets')::float8 + coalesce((detail ->> 'malformed')::float8, 0) + coalesce((detail ->> 'implausible')::float8, 0))
      FILTER (WHERE event = 'disconnected') AS total,
    bool_or(event IN ('overflow', 'gap_closed', 'backfilled')) AS is_changed,
    bool_or(event = 'backfilled') AS is_backfilled,
    coalesce(sum((detail ->> 'lost')::float8)
      FILTER (WHERE event = 'gap' AND detail ->> 'reason' IS DISTINCT FROM 'not connected' OR event = 'overflow'), 0) AS lost
  -- Events of a device without a session have an empty id.
  FROM emotibit_event WHERE session_id <> '' AND event <> 'beat'
  GROUP BY 1, 2
),
sessions AS (
  SELECT device_id, session_id, p.type_tag, p.first_time AS first_packet, p.last_time AS last_packet, e.connected, e.disconnected, e.total,
    coalesce(e.lost, 0) AS lost, e.total IS NOT NULL AND NOT e.is_changed AS is_total, coalesce(e.is_backfilled, false) AS is_backfilled,
    least(p.first_time, e.first_time) AS first_time,
    -- The events of an imported file can be published long after its packets.
    greatest(p.last_time, e.last_time) AS last_time,
    lead(e.connected) OVER (PARTITION BY device_id ORDER BY e.connected) AS next_connected
  FROM packets p FULL JOIN events e USING (device_id, session_id)
)
SELECT s.device_id, a.patient_id, s.session_id, a.study, t.started_at, t.ended_at,
  CASE WHEN s.is_total THEN s.total ELSE c.packets END::bigint AS packets,
  greatest(0, s.lost - CASE WHEN s.is_total THEN 0 ELSE c.filled END)::bigint AS lost,
  (SELECT avg(m.metric_value) FROM emotibit_metric m WHERE m.device_id = s.device_id AND m.metric_name = 'wearing_status'
    AND m.timestamp > t.started_at AND m.timestamp <= t.ended_at) AS worn_share
FROM sessions s
-- A backfill also adds packets that the device recorded before and after the session.
CROSS JOIN LATERAL (SELECT
    CASE WHEN s.is_backfilled THEN s.first_time - interval '1 day' ELSE s.first_time - interval '10 minutes' END AS since,
    CASE WHEN s.is_backfilled THEN s.last_time + interval '1 day'
      ELSE coalesce(s.disconnected + interval '10 minutes', s.next_connected + interval '10 minutes',
        CASE WHEN s.connected IS NULL THEN s.last_time + interval '10 minutes' ELSE 'infinity' END) END AS until) r
CROSS JOIN LATERAL (
  SELECT count(*) AS packets, min(p.timestamp) AS first_time, max(p.timestamp) AS last_time,
    count(*) FILTER (WHERE 'late' = ANY (p.flags)
      OR p.time_source = 'backfill' AND p.packet_number > b.first_number AND p.packet_number < b.last_number) AS filled
  FROM emotibit_packet p
  CROSS JOIN LATERAL (
    SELECT min(l.packet_number) FILTER (WHERE l.packet_number >= 0) AS first_number, max(l.packet_number) AS last_number
    FROM emotibit_packet l
    WHERE s.is_backfilled AND l.device_id = s.device_id AND l.session_id = s.session_id AND l.time_source <> 'backfill'
      AND l.timestamp >= r.since AND l.timestamp < r.until) b
  WHERE NOT s.is_total AND p.device_id = s.device_id AND p.session_id = s.session_id
    AND p.timestamp >= r.since AND p.timestamp < r.until
) c
CROSS JOIN LATERAL (SELECT
    coalesce(s.connected, c.first_time, s.first_packet, s.first_time) AS started_at,
    coalesce(s.disconnected, c.last_time, s.last_packet, s.last_time) AS ended_at) t
LEFT JOIN LATERAL (
  SELECT p.patient_id, p.study FROM emotibit_packet p
  WHERE p.device_id = s.device_id AND p.type_tag = s.type_tag AND p.session_id = s.session_id
    AND p.timestamp >= s.first_packet AND p.timestamp <= s.last_packet
  ORDER BY p.timestamp DESC LIMIT 1
) a ON true;
