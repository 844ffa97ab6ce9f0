/** What ran where and when, from the pin files' first-parent history alone. */
@NullMarked
package com.hcomp.gitops.history;

import org.jspecify.annotations.NullMarked;
