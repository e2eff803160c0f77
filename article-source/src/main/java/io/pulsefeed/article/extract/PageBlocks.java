package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The paragraphs of a page with their features, as input for the training of a {@link BlockModel}. */
public final class PageBlocks {

    private final PageTree tree;
    private final List<float[]> features;

    private PageBlocks(PageTree tree, List<float[]> features) {
        this.tree = tree;
        this.features = features;
    }

    /** The paragraphs that the extraction of {@code page} selects from. */
    public static PageBlocks of(PageInput page) {
        String html = TextDecoder.decode(page.body(), page.contentTypeHeader());
        Document document = Jsoup.parse(TagNames.limit(html), page.finalUrl().toString());
        PageMeta meta = PageMeta.of(document);
        PageTree tree = PageTree.of(document.body(), LinkClassifier.of(page.finalUrl(), meta));
        return new PageBlocks(tree, new BlockFeatures(tree, meta.titles()).compute());
    }

    /** The normalized text of each paragraph, in document order. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        tree.paragraphs.forEach(paragraph -> texts.add(TextCleaner.lines(paragraph.text)));
        return texts;
    }

    /** True if the names around the paragraph say that it is a comment or a caption, which some labels include. */
    public boolean isCommentOrCaption(int index) {
        return tree.paragraphs.get(index).parent.profile.isCommentOrCaption();
    }

    /** The features of each paragraph, see {@link BlockModel#probability}. */
    public List<float[]> features() {
        return features;
    }
}
