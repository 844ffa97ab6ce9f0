package com.hcomp.gitops.registry;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.util.List;

/**
 * What can go wrong with a registry.
 *
 * @param address the registry
 * @param files where logins are looked for
 */
record RegistryProblems(RegistryAddress address, LoginFiles files) {

  ProblemException unreachable(String reason, Throwable cause) {
    return new ProblemException(
        List.of(
            new Problem(
                "REGISTRY-UNREACHABLE",
                "The registry " + address.host() + " doesn't answer: " + reason + ".",
                List.of("spoken to over " + (address.plainHttp() ? "plain HTTP" : "HTTPS")),
                "See that it runs and that the address is right, then run it again:\n"
                    + "curl -sS "
                    + (address.plainHttp() ? "http://" : "https://")
                    + address.host()
                    + "/v2/")),
        cause);
  }

  ProblemException denied(String repository, int status, String what, boolean loggedIn) {
    String summary =
        loggedIn
            ? "The registry " + address.host() + " does not let the login that was found " + what
            : "The registry " + address.host() + " wants a login to " + what;
    return new Problem(
            "REGISTRY-DENIED",
            summary + " " + repository + " (status " + status + ").",
            List.of("logins are looked for in " + files.helm(), "and in " + files.docker()),
            (loggedIn ? "Log in as somebody who may:\n" : "Log in and run it again:\n")
                + "docker login "
                + address.host()
                + "\nhelm registry login "
                + address.host())
        .asException();
  }

  ProblemException answer(String summary, String... details) {
    return new Problem(
            "REGISTRY-ANSWER",
            "The registry " + address.host() + " " + summary + ".",
            List.of(details),
            "See whether "
                + address
                + " is an OCI registry and well, then run it again:\n"
                + "curl -sS "
                + (address.plainHttp() ? "http://" : "https://")
                + address.host()
                + "/v2/")
        .asException();
  }

  ProblemException missing(String artifact) {
    return new Problem(
            "ARTIFACT-MISSING",
            "The registry " + address.host() + " does not hold " + artifact + ".",
            "Publish it, or name one that is published:\nmvn deploy")
        .asException();
  }

  ProblemException notAChart(String artifact, String reason) {
    return new Problem(
            "NOT-A-CHART",
            artifact + " is no Helm chart: " + reason + ".",
            "Name the digest of a chart or release.")
        .asException();
  }

  ProblemException tagTaken(String artifact, String held, String wanted) {
    return new Problem(
            "TAG-TAKEN",
            artifact + " is already published as another artifact; a published tag never moves.",
            List.of("published: " + held, "wanted:    " + wanted),
            "Choose another version or tag.")
        .asException();
  }
}
