package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.codehost.CodeHost;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.report.Report;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the promotion goals work with.
 *
 * @param branch the branch that Argo CD follows
 * @param publisher packages and publishes releases; its scratch folder is this run's own
 * @param newest what was built last, by the history of a commit: for environments that are promoted
 *     from no other one
 * @param argoCd asked for when it is needed: not every goal needs it, not every place reaches it
 * @param checks asks the checks of promotion.yaml
 * @param codeHost where people approve
 * @param clock tells what time it is
 * @param scratch a folder of this run's own
 * @param maven how the user runs Maven, for the commands in remedies: {@code mvn -Plocal}
 * @param actor who promotes
 * @param report told each step
 * @param milestones told what others can see
 */
public record Access(
    BaseBranch branch,
    Publisher publisher,
    Function<BaseCommit, Build> newest,
    Supplier<ArgoCd> argoCd,
    Checks checks,
    CodeHost codeHost,
    Clock clock,
    Path scratch,
    String maven,
    Actor actor,
    Report report,
    Milestones milestones) {

  Landing landing() {
    return new Landing(branch, scratch, milestones, report);
  }
}
