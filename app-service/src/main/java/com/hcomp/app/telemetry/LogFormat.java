package com.hcomp.app.telemetry;

/** How log messages are printed. */
public enum LogFormat {
  /** For programs: a JSON object a line. */
  JSON,
  /** For people: a line of text. */
  TEXT,
  /** Text at a terminal, and JSON elsewhere. */
  AUTO
}
