package com.hcomp.gitops.platform.programs;

import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.platform.state.HomeLock;
import com.hcomp.gitops.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The folder in which built programs are kept, and what happens to those that got damaged. */
final class ProgramCache {
  private final Path home;
  private final Report report;
  private final Set<Path> whole = ConcurrentHashMap.newKeySet();

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
   * Whether a program is there, with all its files as they were built. One that is, is not looked
   * at again.
   */
  boolean isWhole(Path program) {
    if (whole.contains(program)) {
      return true;
    }
    boolean isWhole = Files.exists(program) && Inventory.damaged(program).isEmpty();
    if (isWhole) {
      whole.add(program);
    }
    return isWhole;
  }

  /** Those of the programs that are there, but not as they were built. */
  List<Path> damaged(Collection<Path> programs) {
    return programs.stream().filter(Files::exists).filter(program -> !isWhole(program)).toList();
  }

  /**
   * Makes room for a new build of what is damaged. Whoever calls it has the lock: somebody else may
   * be building it.
   */
  void setAsideDamaged(Collection<Path> programs) {
    for (Path program : programs.stream().filter(Files::exists).toList()) {
      List<String> files = Inventory.damaged(program);
      if (files.isEmpty()) {
        continue;
      }
      Path aside = Folders.setAside(program);
      report.warning(
          "programs",
          "PROGRAM-DAMAGED  not what was built: "
              + program.resolve(files.get(0))
              + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more")
              + "; it is made anew, and what there was is in "
              + aside);
    }
  }
}
