package com.hcomp.gitops.values;

import com.hcomp.gitops.model.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value, and the place in a file that sets it. */
sealed interface Value permits Value.Single, Table {
  Location location();

  /** As JSON has it: a map, a list, a string, a number, a boolean, or null. */
  @Nullable Object plain();

  /** What Helm takes as a whole. Lists are such values: they replace each other. */
  record Single(@Nullable Object plain, Location location) implements Value {}

  default boolean isNull() {
    return plain() == null;
  }

  /** The value at a path of keys below this one; null where there is none. */
  default @Nullable Value at(List<String> path) {
    Value found = this;
    for (String key : path) {
      found = found instanceof Table table ? table.get(key) : null;
      if (found == null) {
        return null;
      }
    }
    return found;
  }
}
