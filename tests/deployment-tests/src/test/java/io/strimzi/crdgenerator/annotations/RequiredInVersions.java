package io.strimzi.crdgenerator.annotations;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * In which versions of the API a property must be there. Strimzi's model carries this annotation, but its class is in a jar that is not
 * published; with a class of this name and shape the JVM shows what stands there.
 */
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiredInVersions {

    /** One version, a first and a last one ({@code v1alpha1-v1beta2}), or one and all later ones ({@code v1+}). */
    String value();
}
