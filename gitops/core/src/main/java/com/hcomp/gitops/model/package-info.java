/** What the field talks about: environments, releases, pins, digests. It knows no other package. */
@NullMarked
package com.hcomp.gitops.model;

import org.jspecify.annotations.NullMarked;
