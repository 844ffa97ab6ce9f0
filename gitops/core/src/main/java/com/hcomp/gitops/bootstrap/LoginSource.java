package com.hcomp.gitops.bootstrap;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.registry.LoginFiles;
import com.hcomp.gitops.registry.Logins;
import java.util.List;
import java.util.Map;

/**
 * Where the user says that a login for Argo CD is to be taken from. There is no default: without
 * being told, nobody's login is read.
 *
 * @param option the parameter that says so, such as {@code gitops.gitLogin}
 * @param variable the environment variable that holds it; empty for the user's Docker login
 */
public record LoginSource(String option, String variable) {
  private static final String VARIABLE = "env:";
  // Whoever checks a token that says all looks at no name; GitHub wants one that is not empty.
  private static final String ANY_NAME = "x-access-token";

  /**
   * Reads a parameter.
   *
   * @param value {@code env:NAME}, or {@code docker}
   * @param docker whether {@code docker} makes sense here
   * @throws com.hcomp.gitops.model.ProblemException BAD-LOGIN-SOURCE
   */
  public static LoginSource parse(String option, String value, boolean docker) {
    if (docker && value.equals("docker")) {
      return new LoginSource(option, "");
    }
    if (value.matches("env:[A-Za-z_][A-Za-z0-9_]*")) {
      return new LoginSource(option, value.substring(VARIABLE.length()));
    }
    throw new Problem(
            "BAD-LOGIN-SOURCE",
            // What was given may be the secret itself, so it is not repeated.
            "-D" + option + " does not say where a login is to be taken from.",
            "Name an environment variable that holds <name>:<token> or a token"
                + (docker ? ", or say docker for your own Docker login" : "")
                + ":\n-D"
                + option
                + "=env:TOKEN")
        .asException();
  }

  /**
   * A login.
   *
   * @param user its name
   * @param secret its password or token; never printed
   * @param from where it was found, for people
   */
  record Login(String user, String secret, String from) {
    /** Never shows the secret. */
    @Override
    public String toString() {
      return user + " from " + from;
    }
  }

  /**
   * Reads the login.
   *
   * @param host that it is for; a Docker login for any other is not taken
   * @throws com.hcomp.gitops.model.ProblemException NO-LOGIN, REGISTRY-LOGIN
   */
  Login read(String host, Map<String, String> environment, LoginFiles files) {
    if (variable.isEmpty()) {
      return ofDocker(host, files);
    }
    String value = environment.getOrDefault(variable, "").strip();
    if (value.isEmpty()) {
      throw new Problem(
              "NO-LOGIN",
              "-D" + option + " names the environment variable " + variable + ", which is empty.",
              "Put a login for "
                  + host
                  + " into it, then run the same command again:\n"
                  + "read -rs "
                  + variable
                  + " && export "
                  + variable)
          .asException();
    }
    int colon = value.indexOf(':');
    return new Login(
        colon < 0 ? ANY_NAME : value.substring(0, colon),
        value.substring(colon + 1),
        "the environment variable " + variable);
  }

  private Login ofDocker(String host, LoginFiles files) {
    Logins.Located found =
        new Logins(files)
            .locate(host)
            .orElseThrow(
                () ->
                    new Problem(
                            "NO-LOGIN",
                            "There is no login for " + host + ", which -D" + option + " asks for.",
                            List.of("looked into " + files.helm() + " and " + files.docker()),
                            "Log in, then run the same command again:\ndocker login " + host)
                        .asException());
    if (found.login().isIdentityToken()) {
      throw new Problem(
              "NO-LOGIN",
              "The login for "
                  + host
                  + " in "
                  + found.file()
                  + " is an identity token, which"
                  + " Argo CD can't use.",
              "Make a token that may read, and name the variable that holds it:\n-D"
                  + option
                  + "=env:REGISTRY_LOGIN")
          .asException();
    }
    return new Login(
        found.login().name(), found.login().secret(), found.file() + ", the entry for " + host);
  }
}
