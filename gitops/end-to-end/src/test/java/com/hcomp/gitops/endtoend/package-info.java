/** What a person does, through the commands that they type, against the local platform. */
@NullMarked
package com.hcomp.gitops.endtoend;

import org.jspecify.annotations.NullMarked;
