package com.hcomp.app.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each log message as a JSON object in one line: {@code timestamp}, {@code level}, {@code logger},
 * {@code thread}, {@code message}, what is in the MDC ({@code trace_id}, {@code span_id}), and the
 * stack trace as {@code exception}. Logback's own encoder has no field for the message as it reads,
 * and an object for each stack frame.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private final JsonFactory json = new JsonFactory();

  @Override
  public byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator object = json.createGenerator(line)) {
      object.writeStartObject();
      object.writeStringField("timestamp", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      object.writeStringField("level", event.getLevel().toString());
      object.writeStringField("logger", event.getLoggerName());
      object.writeStringField("thread", event.getThreadName());
      object.writeStringField("message", event.getFormattedMessage());
      for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
        object.writeStringField(entry.getKey(), entry.getValue());
      }
      IThrowableProxy exception = event.getThrowableProxy();
      if (exception != null) {
        object.writeStringField("exception", ThrowableProxyUtil.asString(exception));
      }
      object.writeEndObject();
      object.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return line.toByteArray();
  }

  @Override
  public byte @Nullable [] footerBytes() {
    return null;
  }
}
