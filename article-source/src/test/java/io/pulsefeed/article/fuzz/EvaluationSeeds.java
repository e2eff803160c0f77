package io.pulsefeed.article.fuzz;

import io.pulsefeed.article.DataFiles;
import io.pulsefeed.testing.EvaluationData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The evaluation data as seeds, if it is available. */
final class EvaluationSeeds {

    private static final int LENGTH_MAX = 200_000;
    private static final Pattern SCRIPT =
            Pattern.compile("<script[^>]{0,200}application/ld\\+json[^>]{0,200}>(.{2,20000}?)</script", Pattern.DOTALL);

    private EvaluationSeeds() {}

    static List<byte[]> of(InputKind kind) {
        String folder =
                switch (kind) {
                    case FEEDS -> "feeds";
                    case PAGES, JSON_LD -> "extraction/html";
                    case ROBOTS -> "robots";
                };
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : files(folder)) {
            byte[] body = unpacked(DataFiles.read(file));
            if (kind == InputKind.JSON_LD) {
                seeds.addAll(scripts(body));
            } else if (body.length < LENGTH_MAX) {
                seeds.add(body);
            }
        }
        return seeds;
    }

    private static List<Path> files(String folder) {
        return EvaluationData.find("article/" + folder, "mutations of the files of " + folder)
                .map(DataFiles::list)
                .orElse(List.of());
    }

    private static List<byte[]> scripts(byte[] page) {
        Matcher matcher = SCRIPT.matcher(new String(page, StandardCharsets.UTF_8));
        List<byte[]> scripts = new ArrayList<>();
        while (matcher.find()) {
            scripts.add(matcher.group(1).getBytes(StandardCharsets.UTF_8));
        }
        return scripts;
    }

    private static byte[] unpacked(byte[] body) {
        if (body.length < 2 || body[0] != 0x1F || body[1] != (byte) 0x8B) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
