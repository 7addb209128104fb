package io.tidemark.app;

import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.RedisSetting;
import io.tidemark.app.settings.RegistrySetting;
import io.tidemark.app.settings.Setting;

/** Whom a process needs, and the setting that says where they are. */
enum Neighbour {
  KAFKA("Kafka", KafkaSetting.SERVERS),
  REGISTRY("the schema registry", RegistrySetting.URLS),
  REDIS("Redis", RedisSetting.URL);

  private final String text;
  private final Setting<?> address;

  Neighbour(String text, Setting<?> address) {
    this.text = text;
    this.address = address;
  }

  /** The key of the setting that names its address. */
  String setting() {
    return address.key();
  }

  @Override
  public String toString() {
    return text;
  }
}
