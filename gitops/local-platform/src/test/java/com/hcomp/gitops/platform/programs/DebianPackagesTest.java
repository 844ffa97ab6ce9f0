package com.hcomp.gitops.platform.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of Debian's, taken without installing them. */
class DebianPackagesTest {
  @TempDir Path folder;

  @Test
  void aProgramFindsItsLibrariesAlsoInACacheThatWasMovedAndThroughALink() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Path root = taken.resolve("root");
    Files.createDirectories(root.resolve("usr/lib/x86_64-linux-gnu"));
    Path real = Files.createDirectories(root.resolve("usr/bin")).resolve("tool");
    Files.writeString(real, "#!/bin/sh\necho \"$LD_LIBRARY_PATH $0 $*\"\n");
    Folders.executable(real);
    SystemProgram tool = new SystemProgram("tool", "tools", List.of("sbin/tool", "usr/bin/tool"));
    Path script = taken.resolve("tool");
    Files.writeString(script, DebianPackages.wrapper(tool, root));
    Folders.executable(script);

    Path moved = Files.move(taken, folder.resolve("with a space")).toRealPath();
    Path link = Files.createSymbolicLink(folder.resolve("link"), moved.resolve("tool"));

    assertThat(Command.of(link.toString(), "an argument", "and another").output())
        .isEqualTo(
            moved.resolve("root/usr/lib/x86_64-linux-gnu")
                + " "
                + moved.resolve("root/usr/bin/tool")
                + " an argument and another");
  }
}
