package io.tidemark.demo;

import java.util.List;
import java.util.Map;

/**
 * What a demo run found; the JSON form for programs has these names.
 *
 * @param seed of the traffic
 * @param seconds of traffic
 * @param sent records per topic, repeats and spoiled ones included
 * @param features values in the online store for the busiest users, with what the events give
 * @param labels counts per label
 * @param drift PSI before and after the injected drift, per series
 * @param quarantine records by reason
 * @param injected records spoiled on purpose, by the reason they must have
 * @param urls where to look further
 * @param contradictions one sentence for each way in which what came out is not what went in
 */
public record Summary(
    long seed,
    long seconds,
    Map<String, Integer> sent,
    List<FeatureCheck.Reading> features,
    Map<String, LabelCheck.Count> labels,
    List<DriftCheck.Shift> drift,
    Map<String, Integer> quarantine,
    Map<String, Integer> injected,
    Map<String, String> urls,
    List<String> contradictions) {}
