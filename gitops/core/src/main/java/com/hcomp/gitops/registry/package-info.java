/** OCI registries: what is published, and adopting it. */
@NullMarked
package com.hcomp.gitops.registry;

import org.jspecify.annotations.NullMarked;
