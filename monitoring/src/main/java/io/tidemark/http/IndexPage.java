package io.tidemark.http;

import java.util.List;
import java.util.stream.Collectors;

/** The page at {@code /}: what there is. */
final class IndexPage {

  private IndexPage() {}

  static String of(List<Routes.Route> routes) {
    String rows = routes.stream().map(IndexPage::row).collect(Collectors.joining("\n"));
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Tidemark</title>
        <h1>Tidemark</h1>
        <ul>
        %s
        </ul>
        </html>
        """
        .formatted(rows);
  }

  private static String row(Routes.Route route) {
    String path = route.pattern().text();
    boolean linked = route.method().equals("GET") && route.pattern().isLiteral();
    String shown = linked ? "<a href=\"%s\">%s</a>".formatted(path, path) : path;
    return "<li>%s %s</li>".formatted(route.method(), shown);
  }
}
