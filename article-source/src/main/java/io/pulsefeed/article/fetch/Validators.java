package io.pulsefeed.article.fetch;

/**
 * What a server said identifies the state of a document, kept verbatim: weak marks and odd dates are the server's business.
 * Both parts come from the same answer; either may be null.
 */
public record Validators(String etag, String lastModified) {

    public static final Validators NONE = new Validators(null, null);

    private static final int LENGTH_MAX = 256;

    /** What is too long to keep in an offset is not kept. */
    public Validators {
        etag = etag == null || etag.length() > LENGTH_MAX ? null : etag;
        lastModified = lastModified == null || lastModified.length() > LENGTH_MAX ? null : lastModified;
    }
}
