package com.hcomp.gitops.values;

import com.hcomp.gitops.model.Location;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A mapping, which Helm merges key by key. Can be changed, as Helm's merge changes its tables. */
final class Table implements Value {
  private final Map<String, Value> entries = new LinkedHashMap<>();
  private final Location location;

  Table(Location location) {
    this.location = location;
  }

  @Override
  public Location location() {
    return location;
  }

  @Override
  public Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    entries.forEach((key, value) -> plain.put(key, value.plain()));
    return plain;
  }

  @Nullable Value get(String key) {
    return entries.get(key);
  }

  void put(String key, Value value) {
    entries.put(key, value);
  }

  void remove(String key) {
    entries.remove(key);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Visits the entries as they are now: it may change the table. */
  void forEach(BiConsumer<String, Value> visitor) {
    new LinkedHashMap<>(entries).forEach(visitor);
  }

  /** A copy that shares no table with this one. */
  Table copy() {
    Table copy = new Table(location);
    entries.forEach(
        (key, value) -> copy.put(key, value instanceof Table table ? table.copy() : value));
    return copy;
  }

  /** A copy that shares the tables below it. */
  Table shallowCopy() {
    Table copy = new Table(location);
    copy.entries.putAll(entries);
    return copy;
  }

  void removeNulls() {
    entries.values().removeIf(Value::isNull);
    for (Value value : entries.values()) {
      if (value instanceof Table table) {
        table.removeNulls();
      }
    }
  }

  /** Lays another table over this one, nulls included: how documents of one file are merged. */
  void putAll(Table over) {
    over.entries.forEach(
        (key, value) -> {
          if (value instanceof Table above && entries.get(key) instanceof Table below) {
            below.putAll(above);
          } else {
            entries.put(key, value);
          }
        });
  }
}
