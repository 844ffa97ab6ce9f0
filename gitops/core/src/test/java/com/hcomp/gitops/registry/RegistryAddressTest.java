package com.hcomp.gitops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryAddressTest {

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/hcomp,            ghcr.io,          hcomp,  false",
    "localhost:5001/a/b-c__d,  localhost:5001,   a/b-c__d, true",
    "localhost/a,              localhost,        a,      true",
    "127.0.0.1:80,             127.0.0.1:80,     '',     true",
    "[::1]:5000/a,             '[::1]:5000',     a,      true",
    "10.0.0.1:5000/a,          10.0.0.1:5000,    a,      false",
    "localhost.example.com/a,  localhost.example.com, a, false",
    "registry:5000/a,          registry:5000,    a,      false",
  })
  void hasAHostAndAPath(String value, String host, String path, boolean plainHttp) {
    RegistryAddress address = new RegistryAddress(value);

    assertThat(address.host()).isEqualTo(host);
    assertThat(address.path()).isEqualTo(path);
    assertThat(address.plainHttp()).isEqualTo(plainHttp);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "https://ghcr.io/hcomp, it has a scheme",
        "oci://ghcr.io/hcomp,   it has a scheme",
        "ghcr.io/hcomp/,        it ends with a slash",
        "ghcr.io/HComp,         registries take only lower-case letters in a path",
        "hcomp/charts,          'hcomp' is no host (it has neither a dot nor a port)",
        "\"\",                  it is empty",
        "ghcr.io//a,            it is not host[:port]/path",
        "ghcr.io/a b,           it is not host[:port]/path",
        "user@ghcr.io/a,        it is not host[:port]/path",
        "ghcr.io/a:1.0,         it is not host[:port]/path",
      })
  void otherFormsAreRefusedWithTheReasonAndAnExample(String value, String reason) {
    assertThatThrownBy(() -> new RegistryAddress(value))
        .hasMessageStartingWith("BAD-REGISTRY")
        .hasMessageContaining(reason + ".")
        .hasMessageContaining("-Dgitops.registry=ghcr.io/hcomp");
  }

  @Test
  void whatLiesBelowIsReachedInTheSameWay() {
    RegistryAddress below =
        new RegistryAddress("10.0.0.1:5000/a", true).resolve("charts/hcomp-app");

    assertThat(below.value()).isEqualTo("10.0.0.1:5000/a/charts/hcomp-app");
    assertThat(below.oci()).isEqualTo("oci://10.0.0.1:5000/a/charts/hcomp-app");
    assertThat(below.plainHttp()).isTrue();
  }
}
