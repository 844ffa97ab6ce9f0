package com.hcomp.gitops.plugin;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.PlatformSettings;
import com.hcomp.gitops.platform.state.Disk;
import com.hcomp.gitops.process.CommandFailed;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Console;
import com.hcomp.gitops.report.Explained;
import com.hcomp.gitops.report.JsonOutput;
import com.hcomp.gitops.report.Report;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals have in common: their parameters, and how they end. */
abstract class GitOpsMojo extends AbstractMojo {
  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /** Whether to work with the local platform; the profile {@code local} (-Plocal) sets it. */
  @Parameter(property = "gitops.local", defaultValue = "false")
  boolean local;

  /**
   * The registry for images, charts and releases: host and path, without a scheme. Without it, the
   * one in argocd-root/values.yaml, or that of the local platform. With -Plocal the clusters pull
   * from it, if it listens on this machine for them too and asks for no login.
   */
  @Parameter(property = "gitops.registry")
  @Nullable String registry;

  /** Whether the registry speaks plain HTTP; always so for a registry on localhost. */
  @Parameter(property = "gitops.registry.plainHttp", defaultValue = "false")
  boolean plainHttp;

  /** {@code text}, or {@code json} for machines: use it with {@code mvn -q}. */
  @Parameter(property = "gitops.format", defaultValue = "text")
  String format;

  /** A Helm 4 to use, in the place of the one that is found or built. */
  @Parameter(property = "gitops.helm")
  @Nullable File helm;

  /** A folder with programs for the local platform that is looked into before the cache. */
  @Parameter(property = "gitops.programs")
  @Nullable File programs;

  /**
   * Where programs and the local platform's state are kept; {@code ~/.cache/hcomp} if not given.
   */
  @Parameter(property = "gitops.home")
  @Nullable File home;

  /** The first of 40 ports on localhost that the local platform listens on. */
  @Parameter(property = "gitops.firstPort", defaultValue = "21000")
  int firstPort;

  /** The port of the local platform's registry. */
  @Parameter(property = "gitops.registryPort", defaultValue = "5001")
  int registryPort;

  /** The addresses of the local platform's nodes, pods and Services: a private range, /9 to /18. */
  @Parameter(property = "gitops.network", defaultValue = "10.208.0.0/13")
  String network;

  /** Does the goal's work. */
  abstract void run(Surroundings surroundings);

  @Override
  public final void execute() throws MojoFailureException {
    boolean quiet = !getLog().isInfoEnabled();
    Report report = Console.of(quiet, wantsJson(), System.out, System.err);
    try (Clones clones = new Clones()) {
      run(new Surroundings(this, clones, report));
    } catch (ProblemException e) {
      throw failure(e);
    } catch (CommandFailed | UncheckedIOException e) {
      String message = String.valueOf(e.getMessage());
      throw failure(
          (Disk.isFull(e)
                  ? Disk.full(homeFolder(), message)
                  : new Problem(
                      "FAILED",
                      message,
                      "Mend what it names, and run the same command again; -e shows where it"
                          + " happened."))
              .asException());
    }
  }

  private MojoFailureException failure(ProblemException problem) {
    if (wantsJson()) {
      System.out.println(new JsonOutput().problems(problem.problems()));
    }
    return new MojoFailureException(Explained.text(problem.problems()) + "\n");
  }

  final boolean wantsJson() {
    return format.equals("json");
  }

  final PlatformSettings platformSettings() {
    return new PlatformSettings(
        homeFolder(),
        Optional.ofNullable(programs).map(File::toPath),
        firstPort,
        registryPort,
        network,
        Optional.ofNullable(registry).map(value -> new RegistryAddress(value, plainHttp)));
  }

  final Path homeFolder() {
    return home == null ? PlatformSettings.defaultHome() : home.toPath().toAbsolutePath();
  }

  /** The folder that holds all modules. */
  final Path root() {
    return session.getRequest().getMultiModuleProjectDirectory().toPath();
  }
}
