package com.hcomp.gitops.model;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made when it is first asked for, and kept. Where that fails, whoever asks next
 * tries again.
 */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private @Nullable T made;

  public Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized T get() {
    T present = made == null ? maker.get() : made;
    made = present;
    return present;
  }
}
