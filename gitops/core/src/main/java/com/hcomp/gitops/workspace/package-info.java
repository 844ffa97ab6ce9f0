/** Reads and edits the repository's modules, pins and values. */
@NullMarked
package com.hcomp.gitops.workspace;

import org.jspecify.annotations.NullMarked;
