package com.hcomp.gitops.argocd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgoCdAddressTest {
  private static ArgoCdAddress address(String... pairs) {
    Map<String, String> environment = new java.util.TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    environment.putIfAbsent("ARGOCD_AUTH_TOKEN", "t0ken");
    return ArgoCdAddress.fromEnvironment(environment);
  }

  private static Problem problem(Map<String, String> environment) {
    return catchThrowableOfType(
            ProblemException.class, () -> ArgoCdAddress.fromEnvironment(environment))
        .problems()
        .get(0);
  }

  @Test
  void hostAndPortMeanHttps() {
    assertThat(address("ARGOCD_SERVER", "argocd.example.com:8443").server())
        .hasToString("https://argocd.example.com:8443");
  }

  @Test
  void plaintextAndInsecureAreSaidLikeToTheCommandLine() {
    ArgoCdAddress options =
        address("ARGOCD_SERVER", "localhost:8080", "ARGOCD_OPTS", "--grpc-web  --plaintext");
    assertThat(options.server()).hasToString("http://localhost:8080");
    assertThat(options.insecure()).isFalse();
    assertThat(address("ARGOCD_SERVER", "a", "ARGOCD_PLAINTEXT", "true").server())
        .hasToString("http://a");
    assertThat(address("ARGOCD_SERVER", "a", "ARGOCD_INSECURE", "true").insecure()).isTrue();
    assertThat(address("ARGOCD_SERVER", "a", "ARGOCD_OPTS", "--insecure").insecure()).isTrue();
  }

  @Test
  void aUrlKeepsItsRootPath() {
    assertThat(address("ARGOCD_SERVER", "https://example.com/argo-cd/").server())
        .hasToString("https://example.com/argo-cd");
  }

  @Test
  void everythingThatIsMissingIsSaidAtOnce() {
    Problem problem = problem(Map.of());
    assertThat(problem.code()).isEqualTo("NO-ARGOCD");
    assertThat(problem.details())
        .containsExactly("ARGOCD_SERVER is not set", "ARGOCD_AUTH_TOKEN is not set");
    assertThat(problem.remedy()).contains("-Plocal").contains("export ARGOCD_SERVER=");
  }

  @Test
  void neitherTokenNorPasswordIsEverShown() {
    Problem token = problem(Map.of("ARGOCD_SERVER", "a", "ARGOCD_AUTH_TOKEN", "hush hush"));
    assertThat(token.text()).contains("ARGOCD_AUTH_TOKEN").doesNotContain("hush");
    Problem server =
        problem(Map.of("ARGOCD_SERVER", "https://u:hush@ bad", "ARGOCD_AUTH_TOKEN", "t"));
    assertThat(server.text()).contains("ARGOCD_SERVER").doesNotContain("hush");
    assertThat(address("ARGOCD_SERVER", "https://u:hush@example.com", "ARGOCD_AUTH_TOKEN", "hush"))
        .hasToString("https://example.com");
  }
}
