@NullMarked
package com.hcomp.gitops.registry;

import org.jspecify.annotations.NullMarked;
