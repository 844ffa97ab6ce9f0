package com.hcomp.app.configuration;

/**
 * A setting has a value that is not allowed: the message says which, what it is, and what it may
 * be.
 */
public final class BadSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadSetting(String message) {
    super(message);
  }
}
