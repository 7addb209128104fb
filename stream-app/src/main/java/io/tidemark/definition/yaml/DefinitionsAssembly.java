package io.tidemark.definition.yaml;

import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.FeatureService;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.Model;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Puts the definitions of one or more texts together. */
final class DefinitionsAssembly {
  private final ProblemList problems = new ProblemList();
  private final SourceMap sourceMap = new SourceMap();
  private final List<Source> sources = new ArrayList<>();
  private final List<Entity> entities = new ArrayList<>();
  private final List<FeatureGroup> groups = new ArrayList<>();
  private final List<Model> models = new ArrayList<>();
  private final List<FeatureService> services = new ArrayList<>();
  private String firstFile;
  private String namespace = "";
  private boolean namespaceWritten;
  private final TimeReader time = new TimeReader();

  void refuse(Path file, String rule) {
    namespaceWritten = true;
    problems.add(YamlDocument.start(file.toString()), rule, "");
  }

  void add(String file, String text, Path folder) {
    firstFile = firstFile == null ? file : firstFile;
    Optional<Node> root = YamlDocument.parse(file, text, problems);
    // an unreadable file may hold the namespace
    namespaceWritten |= root.isEmpty();
    root.ifPresent(node -> add(file, node, folder));
  }

  private void add(String file, Node root, Path folder) {
    MappingReader in = MappingReader.of(file, "", root, problems);
    namespaceWritten |= !in.isReadable();
    readNamespace(in);
    time.read(in);
    NearbyFiles files = new NearbyFiles(folder);
    SourceReader sourceReader = new SourceReader(sourceMap, files);
    GroupReader groupReader = new GroupReader(sourceMap);
    ModelReader modelReader = new ModelReader(sourceMap, files, sourceReader);
    in.mappings("sources").forEach(part -> sources.add(sourceReader.read(part)));
    in.mappings("entities").forEach(part -> entities.add(groupReader.entity(part)));
    in.mappings("features").forEach(part -> groups.add(groupReader.group(part)));
    in.mappings("models").forEach(part -> models.add(modelReader.read(part, services::add)));
    in.mappings("feature_services").forEach(part -> services.add(service(part)));
    // read by the service, which lets one file hold everything
    in.mapping("settings");
    in.finish();
  }

  private FeatureService service(MappingReader in) {
    String name = in.name("name", NameForm.MODEL);
    List<String> features = in.names("features", NameForm.FEATURE);
    in.finish();
    return in.located(new FeatureService(name, features), sourceMap);
  }

  private void readNamespace(MappingReader in) {
    if (in.optionalText("namespace").isEmpty()) {
      namespaceWritten |= in.has("namespace");
      return;
    }
    String written = in.name("namespace", NameForm.IDENTIFIER);
    if (namespaceWritten && !namespace.isEmpty() && !namespace.equals(written)) {
      in.problem("namespace", written, "another file says " + namespace, "keep one namespace");
    }
    namespaceWritten = true;
    namespace = written;
  }

  LoadedDefinitions finish() throws DefinitionException {
    if (!namespaceWritten && firstFile != null) {
      String hint = "add 'namespace: <name>', the first part of every Redis key";
      problems.add(YamlDocument.start(firstFile), "'namespace' is missing", hint);
    }
    Definitions definitions =
        new Definitions(namespace, time.finish(), sources, entities, groups, models, services);
    new Consistency(definitions, sourceMap, problems).check();
    problems.throwIfAny();
    return new LoadedDefinitions(definitions, sourceMap);
  }
}
