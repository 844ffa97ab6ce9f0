/** Decides what must be published, and refuses to overwrite. */
@NullMarked
package com.hcomp.gitops.publish;

import org.jspecify.annotations.NullMarked;
