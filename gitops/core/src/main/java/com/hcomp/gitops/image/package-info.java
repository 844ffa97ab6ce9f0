/** What an image needs so that its Java starts fast: made with the base image's own Java. */
@NullMarked
package com.hcomp.gitops.image;

import org.jspecify.annotations.NullMarked;
