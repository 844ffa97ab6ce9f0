package com.hcomp.gitops.platform.programs;

import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.platform.state.HomeLock;
import com.hcomp.gitops.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The folder in which built programs are kept, and what happens to those that got damaged. */
final class ProgramCache {
  private final Path home;
  private final Report report;
  private final Set<Path> looked = ConcurrentHashMap.newKeySet();

  /**
   * @param home the folder of all that is kept
   */
  ProgramCache(Path home, Report report) {
    this.home = home;
    this.report = report;
  }

  /** Holds a folder for each version of each program. */
  Path folder() {
    return home.resolve("programs");
  }

  /** Holds what was found damaged. */
  Path aside() {
    return folder().resolve(Folders.ASIDE);
  }

  /** Keeps two that would change it apart. */
  HomeLock lock() {
    return HomeLock.take(home.resolve("programs.lock"), "a build", report);
  }

  /** Makes it, and removes what builds that were ended left in it. */
  void removeUnfinished() {
    for (Path path : Folders.list(Folders.make(folder()))) {
      if (isUnfinished(path)) {
        Folders.delete(path);
      }
    }
  }

  /** Whether a build that hasn't ended, or was ended, has made this folder. */
  static boolean isUnfinished(Path folder) {
    return folder.getFileName().toString().startsWith(GoBuild.UNFINISHED);
  }

  /**
   * The same program's folder. The first time that it is asked for, its files are compared with
   * what they were; if one is damaged, the folder is set aside, and so counts as missing. Not to be
   * asked for the first time by somebody who has the lock.
   */
  Path whole(Path program) {
    if (looked.add(program) && Files.exists(program) && !Inventory.damaged(program).isEmpty()) {
      try (HomeLock lock = lock()) {
        // Somebody else may have built it anew while we waited.
        List<String> damaged = Files.exists(program) ? Inventory.damaged(program) : List.of();
        if (!damaged.isEmpty()) {
          Path aside = Folders.setAside(program);
          report.warning(
              "programs",
              "PROGRAM-DAMAGED  not what was built: "
                  + program.resolve(damaged.get(0))
                  + (damaged.size() == 1 ? "" : " and " + (damaged.size() - 1) + " more")
                  + "; it is made anew, and what there was is in "
                  + aside);
        }
      }
    }
    return program;
  }
}
