/** The project's own charts, rendered with the Helm that Argo CD bundles. */
@NullMarked
package com.hcomp.gitops.charts;

import org.jspecify.annotations.NullMarked;
