package com.hcomp.app.smoketest;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back for one request.
 *
 * @param address what was asked
 * @param status the HTTP status, or 0 if there was no answer
 * @param text what is to be said of it
 * @param fields the strings of the JSON object that was answered; none if it was something else
 */
public record Answer(String address, int status, String text, Map<String, String> fields) {
  public Answer {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
  }

  boolean isGood() {
    return status == 200;
  }

  /** A field's value, or what is said instead of it. */
  String field(String name) {
    return fields.getOrDefault(name, isGood() ? "nothing" : text);
  }
}
