package com.hcomp.gitops.platform.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  private static final Program.Platform MACHINE = new Program.Platform("linux", "amd64");

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void installGo() throws IOException {
    // Builds a script that says what it was built from, and counts how often it was asked.
    go(
        """
        echo "go1.26.0" ;;
        build)
        while [ "$1" != -o ]; do shift; done
        echo x >> "$(dirname "$0")/builds"
        printf '#!/bin/sh\\n# ' > "$2"
        cat go.mod >> "$2"
        """);
  }

  @Test
  void buildsOnceAndThenTakesItFromTheCache() {
    Path first = programs().resolve(List.of(tool("1")), List.of()).path("tool");
    Path second = programs().resolve(List.of(tool("1")), List.of()).path("tool");

    assertThat(first).isEqualTo(second).isExecutable();
    assertThat(builds()).isEqualTo(1);
    assertThat(lines).singleElement().asString().contains("1/1  tool 1", "built");
  }

  @Test
  void buildsOnlyWhatChanged() {
    programs().resolve(List.of(tool("1"), other()), List.of());
    programs().resolve(List.of(tool("2"), other()), List.of());

    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void everythingThatDeterminesABinaryNamesItsFolder() {
    Program tool = tool("1");
    Program otherFlags =
        new Program(
            "tool",
            "1",
            tool.module(),
            tool.packages(),
            List.of("main.version=2"),
            Optional.empty(),
            List.of(),
            tool.usual());

    assertThat(
            List.of(
                tool.folder(MACHINE),
                otherFlags.folder(MACHINE),
                tool.folder(new Program.Platform("linux", "arm64")),
                other().folder(MACHINE)))
        .doesNotHaveDuplicates();
  }

  @Test
  void neverUsesABuildThatDidNotEnd() throws IOException {
    go(
        """
        echo "go1.26.0" ;;
        build)
        while [ "$1" != -o ]; do shift; done
        printf half > "$2"
        echo "no space left" >&2
        exit 1
        """);
    assertThatThrownBy(() -> programs().resolve(List.of(tool("1")), List.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("PROGRAM-BUILD")
        .hasMessageContaining("| no space left");
    assertThat(folder.resolve("home/programs").resolve(tool("1").folder(MACHINE))).doesNotExist();

    installGo();
    Path built = programs().resolve(List.of(tool("1")), List.of()).path("tool");

    assertThat(built).content().contains("module tool1");
    assertThat(Folders.list(folder.resolve("home/programs")))
        .as("nothing unfinished is left")
        .containsExactly(built.getParent());
  }

  @Test
  void buildsAFileOfItsOwnInThePlaceOfAPackage() throws IOException {
    Path module = Files.createDirectories(folder.resolve("modules/library"));
    Files.writeString(Files.createDirectories(module.resolve("names")).resolve("list.go"), "long");
    Files.writeString(module.resolve("names/more.go"), "longer");
    Files.writeString(module.resolve("rest.go"), "rest");
    go(
        """
        echo "go1.26.0" ;;
        mod)
        case "$2" in
        download) printf '{"Dir": "%s"}' "$(dirname "$0")/modules/library" ;;
        edit) echo "${3#-replace=example.com/library=}" > replaced-by ;;
        esac ;;
        build)
        while [ "$1" != -o ]; do shift; done
        (cd "$(cat replaced-by)" && cat names/*.go rest.go) > "$2"
        """);
    Program program =
        new Program(
            "tool",
            "1",
            Map.of("go.mod", "module tool\n", "list.go", "short, and the "),
            Map.of("tool", "."),
            List.of(),
            Optional.empty(),
            List.of(new Program.Replaced("example.com/library", "v1.0.0", "names", "list.go")),
            Duration.ofSeconds(1));

    Path built = programs().resolve(List.of(program), List.of()).path("tool");

    assertThat(built).hasContent("short, and the rest");
    assertThat(module.resolve("names/list.go")).as("Go's own cache").hasContent("long");
  }

  @Test
  void namesADamagedProgramSetsItAsideAndBuildsItAnew() throws IOException {
    Path program = programs().resolve(List.of(tool("1")), List.of()).path("tool");
    String whole = Files.readString(program);
    lines.clear();
    rewrite(program, "x".repeat(whole.length()));

    Path again = programs().resolve(List.of(tool("1")), List.of()).path("tool");

    assertThat(again).isEqualTo(program).hasContent(whole);
    assertThat(folder.resolve("home/programs/set-aside").resolve(tool("1").folder(MACHINE)))
        .isDirectoryContaining(file -> file.endsWith("tool"));
    assertThat(lines.get(0))
        .startsWith("PROGRAM-DAMAGED")
        .contains(program.toString(), "set-aside", "made anew");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aProgramThatLostAFileOrPartOfItsListIsMadeAnew() throws IOException {
    Path program = programs().resolve(List.of(tool("1")), List.of()).path("tool");
    Files.writeString(program.resolveSibling("files.json"), "{\"tool\": {\"si");
    programs().resolve(List.of(tool("1")), List.of());
    Files.delete(program);
    programs().resolve(List.of(tool("1")), List.of());

    assertThat(program).exists();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void aCopiedCacheOrOneWithoutListsIsNotBuiltAnew() throws IOException {
    Path program = programs().resolve(List.of(tool("1")), List.of()).path("tool");
    rewrite(program, Files.readString(program));
    assertThat(programs().resolve(List.of(tool("1")), List.of()).path("tool")).isEqualTo(program);

    Files.delete(program.resolveSibling("files.json"));
    programs().resolve(List.of(tool("1")), List.of());

    assertThat(program.resolveSibling("files.json")).exists();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void saysThatADiskFilledUpDuringABuild() throws IOException {
    go(
        """
        echo "go1.26.0" ;;
        build)
        echo "write /b/objects/x: no space left on device" >&2
        exit 1
        """);
    assertThatThrownBy(() -> programs().resolve(List.of(tool("1")), List.of()))
        .hasMessageContaining("DISK-FULL")
        .hasMessageContaining("| write /b/objects/x: no space left on device");
  }

  @Test
  void prefersTheNamedFolderWhereItHasAllFiles() throws IOException {
    Path named = Files.createDirectories(folder.resolve("named"));
    Files.writeString(named.resolve("tool"), "");

    ProgramSet set = programs(Optional.of(named)).resolve(List.of(tool("1"), other()), List.of());

    assertThat(set.path("tool")).isEqualTo(named.resolve("tool"));
    assertThat(set.path("other")).startsWith(folder.resolve("home/programs"));
  }

  @Test
  void saysThatGoIsMissingOrTooOld() throws IOException {
    go("echo \"go1.19.8\"");
    assertThatThrownBy(() -> programs().resolve(List.of(tool("1")), List.of()))
        .hasMessageContaining("OLD-GO")
        .hasMessageContaining("1.19.8");

    Files.delete(folder.resolve("go"));
    assertThatThrownBy(() -> programs().resolve(List.of(tool("1")), List.of()))
        .hasMessageContaining("NO-GO")
        .hasMessageContaining("-Dgitops.programs=");
  }

  @Test
  void pinsEveryProgramOfThePlatform() {
    for (Program program : Catalogue.standard().programs()) {
      assertThat(program.module()).as(program.name()).containsKey("go.mod");
      assertThat(program.module().get("go.mod")).doesNotContain("latest");
    }
    assertThat(Catalogue.standard().programs())
        .filteredOn(program -> !program.name().equals("pause"))
        .allSatisfy(program -> assertThat(program.module()).containsKey("go.sum"))
        .allSatisfy(
            program ->
                assertThat(program.module().get("go.mod"))
                    .as(program.name() + "'s version stands in its module, too")
                    .contains("v" + program.version()))
        .allSatisfy(
            program ->
                program
                    .files()
                    .ifPresent(
                        files ->
                            assertThat(program.module().get("go.mod"))
                                .as(program.name() + "'s files are of what it is built from")
                                .contains(files.module().replace('@', ' '))))
        .allSatisfy(
            program ->
                assertThat(program.replaced())
                    .allSatisfy(
                        replaced ->
                            assertThat(program.module())
                                .containsKey(replaced.by())
                                .extractingByKey("go.mod")
                                .asString()
                                .as(program.name() + " is built of that version")
                                .contains(replaced.module() + " " + replaced.version())));
  }

  /** What two programs share is compiled once where both take it in the same version. */
  @Test
  void programsAreBuiltByOneGoAndShareWhatTheyCan() {
    Map<String, Map<String, Set<String>>> programsOfVersions = new TreeMap<>();
    for (Program program : Catalogue.standard().programs()) {
      String module = program.module().getOrDefault("go.mod", "");
      assertThat(module).as(program.name()).containsPattern("\n(go 1.27.0|toolchain go1.27.0)\n");
      versions(module)
          .forEach(
              (path, version) ->
                  programsOfVersions
                      .computeIfAbsent(path, each -> new TreeMap<>())
                      .computeIfAbsent(version, each -> new TreeSet<>())
                      .add(program.name()));
    }
    assertThat(programsOfVersions.values())
        .as("libraries of several programs")
        .filteredOn(versions -> versions.values().stream().mapToInt(Set::size).sum() > 1)
        .hasSizeGreaterThan(200);

    programsOfVersions.values().removeIf(versions -> versions.size() == 1);
    // None of these compiles with the other program in the version that the first needs.
    programsOfVersions
        .keySet()
        .removeIf(path -> path.startsWith("go.etcd.io/etcd/") || path.startsWith("k8s.io/cri-"));
    assertThat(programsOfVersions)
        .as("libraries in several versions")
        .allSatisfy((path, versions) -> assertThat(versions.values()).contains(Set.of("traefik")));
    programsOfVersions.keySet().removeIf(path -> path.startsWith("go.opentelemetry.io/"));
    assertThat(programsOfVersions).hasSizeLessThan(6);
  }

  /** Each library's path to the version in which it is taken, replacements seen. */
  private static Map<String, String> versions(String module) {
    Map<String, String> versions = new TreeMap<>();
    Pattern.compile("^(?:require |\t)(\\S+) (v\\S+)", Pattern.MULTILINE)
        .matcher(module)
        .results()
        .forEach(required -> versions.put(required.group(1), required.group(2)));
    Pattern.compile("^(?:replace |\t)(\\S+) (?:v\\S+ )?=> (\\S+ v\\S+)", Pattern.MULTILINE)
        .matcher(module)
        .results()
        .forEach(
            replaced ->
                versions.replace(
                    replaced.group(1), replaced.group(2).replace(replaced.group(1) + " ", "")));
    return versions;
  }

  private Programs programs() {
    return programs(Optional.empty());
  }

  private Programs programs(Optional<Path> named) {
    Report report =
        new Report() {
          @Override
          public void step(String topic, String text) {
            lines.add(text);
          }

          @Override
          public void warning(String topic, String text) {
            lines.add(text);
          }
        };
    return new Programs(
        folder.resolve("home"),
        named,
        new GoTool(folder.resolve("go").toString()),
        MACHINE,
        report);
  }

  /** Writes a file at another time than it was made, however quick the test is. */
  private static void rewrite(Path file, String content) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusSeconds(5)));
  }

  private static Program tool(String version) {
    return program("tool", version);
  }

  private static Program other() {
    return program("other", "7");
  }

  private static Program program(String name, String version) {
    return new Program(
        name,
        version,
        Map.of("go.mod", "module " + name + version + "\n"),
        Map.of(name, "."),
        List.of(),
        Optional.empty(),
        List.of(),
        Duration.ofSeconds(1));
  }

  private long builds() {
    try {
      return Files.readAllLines(folder.resolve("builds")).size();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Puts a `go` in place that answers `go env` with the text, up to the first `;;`. */
  private void go(String text) throws IOException {
    Path script = folder.resolve("go");
    Files.writeString(script, "#!/bin/sh\ncase \"$1\" in\nenv)\n" + text + ";;\nesac\n");
    Folders.executable(script);
  }
}
