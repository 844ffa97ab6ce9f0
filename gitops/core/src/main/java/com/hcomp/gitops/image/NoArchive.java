package com.hcomp.gitops.image;

import java.io.Serial;

/** An archive can't be made here; the message says why. */
final class NoArchive extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  NoArchive(String reason) {
    super(reason);
  }
}
