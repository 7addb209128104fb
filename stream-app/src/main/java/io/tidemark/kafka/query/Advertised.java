package io.tidemark.kafka.query;

import java.net.URI;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Where an instance is asked.
 *
 * @param host as Kafka Streams tells the others
 * @param scheme by which they are asked, too
 */
record Advertised(HostInfo host, String scheme) {

  static Advertised at(URI address) {
    return new Advertised(HostInfo.buildFromEndpoint(address.getAuthority()), address.getScheme());
  }

  String address() {
    return address(host);
  }

  URI endpoint(HostInfo other) {
    return URI.create(scheme + "://" + address(other));
  }

  private static String address(HostInfo host) {
    boolean bare = host.host().contains(":") && !host.host().startsWith("[");
    return (bare ? "[" + host.host() + "]" : host.host()) + ":" + host.port();
  }
}
