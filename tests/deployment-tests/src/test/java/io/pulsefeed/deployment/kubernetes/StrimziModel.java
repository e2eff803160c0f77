package io.pulsefeed.deployment.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strimzi.api.kafka.model.common.UnknownPropertyPreserving;
import io.strimzi.crdgenerator.annotations.PresentInVersions;
import io.strimzi.crdgenerator.annotations.RequiredInVersions;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Validates resources against Strimzi's model classes, from which its resource definitions are generated. Finds unknown
 * properties, properties of another API version, missing required properties, and invalid enum values.
 */
final class StrimziModel {

    private static final String MODEL_PACKAGE = "io.strimzi.api.kafka.model.";
    private static final List<String> VERSIONS = List.of("v1alpha1", "v1beta1", "v1beta2", "v1");

    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final List<String> violations = new ArrayList<>();

    /** The errors of a resource; empty if it is valid. */
    static List<String> violations(JsonNode resource, Class<?> kind) throws Exception {
        StrimziModel model = new StrimziModel();
        Object read = model.mapper.treeToValue(resource, kind);
        model.check(read, kind.getSimpleName(), version(resource));
        return model.violations;
    }

    private static String version(JsonNode resource) {
        String[] group = resource.required("apiVersion").asText().split("/");
        if (!group[0].equals("kafka.strimzi.io")) {
            throw new IllegalArgumentException("not a Strimzi resource: " + group[0]);
        }
        return group[1];
    }

    private void check(Object bean, String path, String version) throws ReflectiveOperationException {
        if (bean instanceof UnknownPropertyPreserving keeper && keeper.getAdditionalProperties() != null) {
            keeper.getAdditionalProperties()
                    .keySet()
                    .forEach(name -> violations.add(path + "." + name + " is unknown"));
        }
        for (Method getter : bean.getClass().getMethods()) {
            if (getter.isBridge()
                    || !getter.getName().startsWith("get")
                    || getter.getParameterCount() > 0
                    || !getter.getDeclaringClass().getName().startsWith(MODEL_PACKAGE)
                    || getter.getName().equals("getAdditionalProperties")) {
                continue;
            }
            Object value = getter.invoke(bean);
            String name = path + "." + getter.getName().substring(3);
            if (value == null) {
                if (isRequired(getter, version)) {
                    violations.add(name + " is required and missing");
                }
                continue;
            }
            PresentInVersions present = getter.getAnnotation(PresentInVersions.class);
            boolean isSet = !value.getClass().isPrimitive() && !(value instanceof Number);
            if (present != null && isSet && !in(present.value(), version)) {
                violations.add(name + " belongs to versions " + present.value());
            }
            for (Object each : value instanceof Collection<?> several ? several : List.of(value)) {
                if (each.getClass().getName().startsWith(MODEL_PACKAGE)
                        && !each.getClass().isEnum()) {
                    check(each, name, version);
                }
            }
        }
    }

    private static boolean isRequired(Method getter, String version) {
        JsonProperty property = getter.getAnnotation(JsonProperty.class);
        RequiredInVersions versions = getter.getAnnotation(RequiredInVersions.class);
        return property != null && property.required() || versions != null && in(versions.value(), version);
    }

    private static boolean in(String range, String version) {
        String[] ends = range.split("-");
        String first = ends[0].replace("+", "");
        String last = range.endsWith("+") ? VERSIONS.get(VERSIONS.size() - 1) : ends[ends.length - 1];
        int place = VERSIONS.indexOf(version);
        return place >= VERSIONS.indexOf(first) && place <= VERSIONS.indexOf(last);
    }
}
