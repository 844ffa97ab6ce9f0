/** What promotion.yaml says must hold before a release gets into an environment. */
@NullMarked
package com.hcomp.gitops.policy;

import org.jspecify.annotations.NullMarked;
