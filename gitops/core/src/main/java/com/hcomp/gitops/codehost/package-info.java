/**
 * Pull requests for promotions: where people approve, and how what they approved gets into the base
 * branch.
 */
@NullMarked
package com.hcomp.gitops.codehost;

import org.jspecify.annotations.NullMarked;
