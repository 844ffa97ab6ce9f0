@NullMarked
package com.hcomp.gitops.doctor;

import org.jspecify.annotations.NullMarked;
