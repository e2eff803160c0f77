package io.pulsefeed.article.extract;

import java.util.Arrays;
import java.util.Locale;

/**
 * What phrases of a paragraph say about its purpose, in the languages of most news sites. A hint is evidence for the
 * {@link BlockModel}, not a decision: running text contains these phrases, too.
 */
enum TextHint {
    /** Points to other articles. */
    RELATED,
    /** Asks the reader to follow, share, subscribe or buy. */
    CALL,
    /** Describes an image or names its source. */
    CAPTION,
    /** Copyright, privacy, cookies, advertising. */
    LEGAL,
    /** Belongs to the comments of readers. */
    COMMENT,
    /** Author, date, categories. */
    BYLINE;

    /** Longer texts are running text, and only their start is evidence. */
    private static final int MAX_LENGTH = 300;

    /** A table with open addressing: keys, which are the first {@link #KEY_LENGTH} characters packed into a long, and their phrases. */
    private static final int TABLE_BITS = 12;

    private static final long[] KEYS = new long[1 << TABLE_BITS];
    private static final Phrase[][] PHRASES = new Phrase[1 << TABLE_BITS][];
    private static final Phrase[] NO_PHRASES = {};

    private static final int KEY_LENGTH = 3;

    private record Phrase(String text, TextHint hint) {}

    static {
        phrases(
                RELATED,
                """
                read more|read also|also read|read next|see also|see more|more on|more from|more about|related|recommended
                you may also|you might also|don't miss|most read|most popular|trending|popular|latest|recent posts|next post
                previous post|next article|previous|up next|watch|top stories|must read|keep reading|continue reading|further
                mehr zum|mehr zu|mehr über|mehr von|lesen sie|lies auch|lest auch|auch interessant|das könnte|weitere artikel
                weitere beiträge|weitere themen|weitere informationen|ähnliche|verwandte|passend dazu|zum thema|meistgelesen
                neueste|aktuelle beiträge|letzte beiträge|vorheriger|nächster|weiterlesen|siehe auch|hier geht|lesetipp
                lire aussi|à lire|lisez aussi|voir aussi|sur le même|articles similaires|dans la même|les plus lus|à voir
                lea también|lea más|lea:|leer más|lee también|te puede interesar|le puede interesar|puede interesar|sigue leyendo
                también te puede|vea también|ver también|mira:|mira también|relacionad|más noticias|más leíd|lo más|últimas
                leggi anche|leggi:|potrebbe interessarti|articoli correlati|correlati|guarda anche|vedi anche
                leia também|leia mais|veja também|saiba mais|mais lidas|czytaj|zobacz|przeczytaj|polecane|podobne|najnowsze
                lees ook|lees meer|bekijk|gerelateerd|meer over|читайте|смотрите также|baca juga|関連記事""");
        phrases(
                CALL,
                """
                subscribe|subscription|sign up|newsletter|follow us|follow me|follow him|follow her|follow the|like us|join our|join us
                download|get our|our app|on twitter|on facebook|on instagram|on telegram|twitter|facebook|instagram|whatsapp
                telegram|youtube|pinterest|linkedin|share this|share on|share|tweet|email|print|click here|tell us|contact us
                donate|support us|become a member|register|log in|login|sign in|buy now|shop|teilen|folge|abonnier|jetzt|anmelden
                melden sie|registrier|kostenlos|drucken|merken|empfehlen|einloggen|bestellen|spenden|suscríb|suscrib|únete
                síguenos|sígue|compart|descarg|regístrate|inicia sesión|imprimir|enviar|abonne|suivez|partage|inscrivez
                s'inscrire|se connecter|télécharg|iscriviti|seguici|condividi|scarica|accedi|abbonati|inscreva|siga|assine
                cadastre|udostępnij|zapisz się|subskryb|zaloguj|dołącz|obserwuj|polub|volg ons|deel|schrijf|already a member""");
        phrases(
                CAPTION,
                """
                photo|image|picture|credit|getty|reuters|shutterstock|istock|ap photo|courtesy|file photo|illustration|video|foto
                bild|symbolbild|abbildung|grafik|quelle|archivbild|screenshot|crédit|légende|imagen|crédito|fuente|immagine|imagem
                divulgação|zdjęcie|fot.|źródło|beeld|©|(c)""");
        phrases(
                LEGAL,
                """
                copyright|all rights|rights reserved|privacy|terms of|cookie|javascript|browser|consent|disclaimer|advertis|sponsor
                affiliate|commission|alle rechte|rechte vorbehalten|datenschutz|impressum|agb|einwilligung|anzeige|werbung|ohne gewähr
                tous droits|mentions légales|publicité|confidentialité|derechos reservados|todos los derechos|política de|publicidad
                aviso legal|diritti riservati|pubblicità|informativa|direitos reservados|publicidade|wszelkie prawa
                prawa zastrzeżone|reklama|polityka|regulamin|alle rechten|advertentie|powered by|originally|©""");
        phrases(
                COMMENT,
                """
                comment|leave a|reply|replies|respond|your email|e-mail address|required fields|name|website|logged in|report
                kommentar|antwort|schreibe|e-mail-adresse|pflichtfelder|angemeldet|eingeloggt|comentari|deja|responder|correo
                commentaire|laisser|répondre|votre adresse|commenti|commento|rispondi|lascia|comentário|deixe|komentarz
                odpowiedz|dodaj|reactie|reageer|says|said on|wrote on|schrieb|sagt|dijo|discussion""");
        phrases(
                BYLINE,
                """
                by|written by|posted|published|updated|last updated|author|about the author|editor|reporting by|editing by|tags|tagged
                filed under|categor|topics|min read|minutes|von|autor|redaktion|veröffentlicht|aktualisiert|erstellt|stand|schlagw
                kategorie|themen|über den autor|über die autorin|lesezeit|uhr|por|publicado|actualizado|redacción|etiquetas|temas
                par|publié|mis à jour|rédaction|mots-clés|auteur|pubblicato|aggiornato|redazione|autore|atualizado|dodano
                opublikowano|tagi|door|gepubliceerd""");
    }

    private static void phrases(TextHint hint, String lines) {
        for (String phrase : lines.split("[|\n]")) {
            String text = phrase.strip();
            int slot = slot(key(text, 0));
            Phrase[] before = PHRASES[slot] == null ? NO_PHRASES : PHRASES[slot];
            Phrase[] all = Arrays.copyOf(before, before.length + 1);
            all[before.length] = new Phrase(text, hint);
            KEYS[slot] = key(text, 0);
            PHRASES[slot] = all;
        }
    }

    /** The slot of a key, or the free one for it. */
    private static int slot(long key) {
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 64 - TABLE_BITS);
        while (PHRASES[slot] != null && KEYS[slot] != key) {
            slot = slot + 1 & PHRASES.length - 1;
        }
        return slot;
    }

    private static long key(String text, int from) {
        long key = 0;
        for (int i = from; i < text.length() && i < from + KEY_LENGTH && isWordPart(text.charAt(i)); i++) {
            key = key << 16 | text.charAt(i);
        }
        return key;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '\u00a9' || c == '(';
    }

    /**
     * The evidence of each hint in {@code text}: 0 for none, 1 for a phrase inside, 2 for a phrase at the start.
     *
     * @return by {@link #ordinal()}
     */
    static byte[] of(String text) {
        byte[] found = new byte[values().length];
        String lower = (text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text).toLowerCase(Locale.ROOT);
        boolean first = true;
        for (int i = 0; i < lower.length(); i++) {
            if (!isWordPart(lower.charAt(i)) || i > 0 && isWordPart(lower.charAt(i - 1))) {
                continue;
            }
            Phrase[] phrases = PHRASES[slot(key(lower, i))];
            for (Phrase phrase : phrases == null ? NO_PHRASES : phrases) {
                if (matches(phrase.text, lower, i)) {
                    int hint = phrase.hint.ordinal();
                    found[hint] = (byte) Math.max(found[hint], first ? 2 : 1);
                }
            }
            first = false;
        }
        return found;
    }

    /** Long phrases are stems; short ones must be whole words. */
    private static boolean matches(String phrase, String text, int from) {
        if (!text.startsWith(phrase, from)) {
            return false;
        }
        int end = from + phrase.length();
        return phrase.length() > 4 || end == text.length() || !Character.isLetter(text.charAt(end));
    }
}
