package com.hcomp.app.smoketest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks over HTTP. The JDK's old client starts in a fraction of the time that the new one takes. */
public final class Answers {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int LARGEST = 1 << 16;

  private final JsonFactory json = new JsonFactory();

  /** Asks for a resource; no answer is an answer, too. */
  public Answer get(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.setInstanceFollowRedirects(false);
      // Each attempt may reach another instance.
      connection.setRequestProperty("Connection", "close");
      int status = connection.getResponseCode();
      if (status != 200) {
        return new Answer(address, status, "status " + status, Map.of());
      }
      try (InputStream body = connection.getInputStream()) {
        return new Answer(address, status, "status 200", fields(body.readNBytes(LARGEST)));
      }
    } catch (IOException | IllegalArgumentException e) {
      return new Answer(address, 0, "no answer (" + e.getMessage() + ")", Map.of());
    }
  }

  private Map<String, String> fields(byte[] body) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = json.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return fields;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          fields.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    }
    return fields;
  }
}
