@NullMarked
package com.hcomp.gitops.argocd;

import org.jspecify.annotations.NullMarked;
