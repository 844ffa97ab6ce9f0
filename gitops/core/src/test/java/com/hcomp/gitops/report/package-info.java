@NullMarked
package com.hcomp.gitops.report;

import org.jspecify.annotations.NullMarked;
