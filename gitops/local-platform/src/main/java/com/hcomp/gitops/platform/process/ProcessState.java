package com.hcomp.gitops.platform.process;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A process of the platform as it was found.
 *
 * @param name such as {@code etcd} or {@code kubelet-stg-cluster}
 * @param pid its number; still told if it has ended
 * @param running whether this very process runs
 * @param since when it was started
 * @param log its output
 */
public record ProcessState(String name, long pid, boolean running, Instant since, Path log) {}
