package com.hcomp.gitops.plugin;

import com.hcomp.gitops.doctor.Checkup;
import com.hcomp.gitops.doctor.Checkup.Section;
import com.hcomp.gitops.doctor.DeliveryCheckup;
import com.hcomp.gitops.doctor.Finding;
import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.InstallationCheckup;
import com.hcomp.gitops.platform.MachineCheckup;
import com.hcomp.gitops.platform.PlatformProcesses;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Looks at this machine, the local platform on it, and what releases are delivered with; prints
 * what is fine, what isn't, and the command that mends it. Fails if something is wrong. It changes
 * nothing. For machines: {@code mvn -q gitops:doctor -Dgitops.format=json}.
 *
 * <p>Argo CD and the registry are those of the local platform while it runs, or with -Plocal; else
 * those that the other goals work with.
 */
@Mojo(name = "doctor", aggregator = true, threadSafe = true)
public final class DoctorMojo extends GitOpsMojo {
  private static final String SERVER = "ARGOCD_SERVER";

  @Override
  void run(Surroundings surroundings) {
    boolean named = System.getenv(SERVER) != null;
    InstallationCheckup platform = new InstallationCheckup(platformSettings(), "mvn");
    boolean up = PlatformProcesses.of(platformSettings()).areWhole();
    local |= up && !named;
    Level level = local || named ? Level.WRONG : Level.WARNING;
    Path repository = local ? platform.repository() : root();
    List<Finding> delivery =
        local && !up
            ? List.of(
                Finding.ok("delivery", "not looked at: the local platform is down, or not whole"))
            : new DeliveryCheckup(
                    surroundings::argoCd,
                    surroundings::registry,
                    surroundings::released,
                    repository,
                    level,
                    surroundings.maven())
                .look();
    Checkup checkup =
        new Checkup(
            List.of(
                new Section("machine", new MachineCheckup(platformSettings()).look()),
                new Section("local platform", platform.look()),
                new Section("delivery", delivery)));
    surroundings.print(
        wantsJson()
            ? surroundings.json().text(checkup.json())
            : "\n" + checkup.text(surroundings.wantsColour()).stripTrailing());
    Optional<Problem> wrong = checkup.problem(surroundings.command("gitops:doctor"));
    // The answer has told machines; a second JSON value would make it unreadable.
    format = "text";
    if (wrong.isPresent()) {
      throw wrong.get().asException();
    }
  }
}
