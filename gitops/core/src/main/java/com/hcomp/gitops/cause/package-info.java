/** What messages of Kubernetes, Argo CD, Helm, registries and Git mean, in plain words. */
@NullMarked
package com.hcomp.gitops.cause;

import org.jspecify.annotations.NullMarked;
