package io.strimzi.crdgenerator.annotations;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * The API versions that have a property. Strimzi's model classes use this annotation, but the jar that contains it is not published;
 * a class with the same name and members makes its values readable.
 */
@Retention(RetentionPolicy.RUNTIME)
public @interface PresentInVersions {

    /** One version, a range ({@code v1alpha1-v1beta2}), or a minimum ({@code v1+}). */
    String value();
}
