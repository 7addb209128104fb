package io.tidemark.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All features of one entity by GET, or of several by POST. */
final class ServerClient implements OpenLoop.Client {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/v1/features/" + BenchData.ENTITY;

  private final HttpConnection connection;
  private final BenchData data;
  private final int batch;

  ServerClient(HttpConnection connection, BenchData data, int batch) {
    this.connection = connection;
    this.data = data;
    this.batch = batch;
  }

  @Override
  public Object request(long number) throws IOException {
    return connection.exchange(batch == 1 ? one(number) : several(number));
  }

  private byte[] one(long number) {
    return HttpConnection.request("GET", PATH + "/" + data.entity(number, 0), "");
  }

  private byte[] several(long number) {
    String keys =
        IntStream.range(0, batch)
            .mapToObj(i -> Long.toString(data.entity(number, i)))
            .collect(Collectors.joining(","));
    return HttpConnection.request("POST", PATH, "{\"keys\":[" + keys + "]}");
  }

  @Override
  public void check(long number, Object answer) throws IOException {
    JsonNode body = JSON.readTree((byte[]) answer);
    for (int i = 0; i < batch; i++) {
      JsonNode values = (batch == 1 ? body : body.get("results").get(i)).get("values");
      for (int f = 0; f < BenchData.FEATURES; f++) {
        JsonNode value = values.get(BenchData.field(f));
        ServeBenchmark.require(number, "PRESENT", value.get("status").asText());
        ServeBenchmark.require(
            number, data.value(data.entity(number, i), f), value.get("value").asText());
      }
    }
  }
}
