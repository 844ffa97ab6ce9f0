package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The machine's cgroup hierarchies: with version 1 one for each controller, with version 2 one for
 * all; many machines have both kinds.
 *
 * @param mounts where they are, all below {@code /sys/fs/cgroup}
 */
record Hierarchies(List<Mounts.Mount> mounts) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String UNIFIED = "cgroup2";

  // Those without which a kubelet does not start.
  private static final List<String> NEEDED = List.of("cpu", "cpuset", "memory", "pids");

  Hierarchies {
    mounts = List.copyOf(mounts);
  }

  /** How containers are put into cgroups here. */
  enum Kind {
    /** There are none. */
    NONE,
    /** By controller. */
    V1,
    /** By controller; what is mounted as version 2 beside them has no controllers. */
    HYBRID,
    /** All in one. */
    V2
  }

  /** Those of this machine. */
  static Hierarchies ofMachine() {
    return of(Mounts.all());
  }

  /** Those among all mounts of a machine. */
  static Hierarchies of(List<Mounts.Mount> all) {
    return new Hierarchies(
        all.stream()
            .filter(mount -> mount.type().equals("cgroup") || mount.type().equals(UNIFIED))
            .filter(mount -> mount.point().startsWith(ROOT))
            .toList());
  }

  /** As runc and kubelet see it: what counts for them is what is mounted at the root itself. */
  Kind kind() {
    if (mounts.isEmpty()) {
      return Kind.NONE;
    }
    boolean unified = mounts.stream().anyMatch(mount -> mount.type().equals(UNIFIED));
    if (mounts.stream().anyMatch(Hierarchies::isUnifiedRoot)) {
      return Kind.V2;
    }
    return unified ? Kind.HYBRID : Kind.V1;
  }

  /**
   * What keeps kubelets from running pods here.
   *
   * @param kernel the content of {@code /proc/cgroups}
   * @param unified the content of {@code cgroup.controllers} at the root of version 2; empty if
   *     there is none
   */
  Optional<Problem> problem(String kernel, String unified) {
    Kind kind = kind();
    List<String> usable = new ArrayList<>();
    if (kind == Kind.V2) {
      usable.addAll(List.of(unified.strip().split("\\s+")));
    } else {
      mounts.forEach(mount -> usable.addAll(mount.options()));
    }
    List<String> missing =
        NEEDED.stream().filter(controller -> !usable.contains(controller)).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Boolean> enabled = enabled(kernel);
    List<String> off =
        missing.stream().filter(name -> !enabled.getOrDefault(name, kind == Kind.V2)).toList();
    return Optional.of(
        new Problem(
            "NO-CGROUPS",
            "Kubelets need cgroup controllers that this machine doesn't offer ("
                + kind
                + "): "
                + String.join(", ", missing)
                + ".",
            off.isEmpty() ? mend(kind, missing) : boot(off)));
  }

  private static String mend(Kind kind, List<String> missing) {
    if (kind == Kind.V2) {
      return "In a container, give it a cgroup namespace of its own and these controllers: with"
          + " Docker\ndocker run --privileged --cgroupns=private …";
    }
    if (kind == Kind.NONE) {
      return "Mount them:\nmount -t cgroup2 cgroup2 " + ROOT;
    }
    List<String> commands = new ArrayList<>();
    for (String controller : missing) {
      Path point = ROOT.resolve(controller);
      commands.add(
          "mkdir -p " + point + " && mount -t cgroup -o " + controller + " cgroup " + point);
    }
    return "Mount them:\n" + String.join(" && ", commands);
  }

  private static String boot(List<String> controllers) {
    return "The kernel has them turned off, or lacks them. Start it with\n"
        + String.join(" ", controllers.stream().map(name -> "cgroup_enable=" + name).toList());
  }

  /** "name hierarchy cgroups enabled", a line for each controller that the kernel has. */
  private static Map<String, Boolean> enabled(String kernel) {
    Map<String, Boolean> enabled = new TreeMap<>();
    kernel
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length == 4)
        .forEach(fields -> enabled.put(fields[0], fields[3].equals("1")));
    return Collections.unmodifiableMap(enabled);
  }

  private static boolean isUnifiedRoot(Mounts.Mount mount) {
    return mount.type().equals(UNIFIED) && mount.point().equals(ROOT);
  }
}
