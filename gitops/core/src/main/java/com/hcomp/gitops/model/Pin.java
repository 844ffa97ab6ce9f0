package com.hcomp.gitops.model;

/**
 * The release that an environment runs, said twice.
 *
 * @param version for people
 * @param digest for machines: what Argo CD follows
 */
public record Pin(Version version, Digest digest) {
  @Override
  public String toString() {
    return version + " (" + digest.abbreviated() + ")";
  }
}
