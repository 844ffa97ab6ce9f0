package com.hcomp.gitops.platform.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPlanTest {

  @Test
  void dividesTheDefaultRange() {
    NetworkPlan plan = NetworkPlan.parse("10.208.0.0/13");

    assertThat(plan.bridge()).hasToString("10.208.0.0/24");
    assertThat(plan.hostAddress()).isEqualTo("10.208.0.1");
    assertThat(plan.hostHardwareAddress()).isEqualTo("02:00:0a:d0:00:01");
    assertThat(plan.nodeAddress(1)).isEqualTo("10.208.0.11");
    assertThat(plan.pods(2)).hasToString("10.208.2.0/24");
    assertThat(plan.services(1)).hasToString("10.209.0.0/16");
    assertThat(plan.services(6)).hasToString("10.214.0.0/16");
    assertThat(plan.hubServices()).hasToString("10.215.0.0/16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.208.0.0/13", "172.24.0.0/13", "192.168.0.0/16", "10.0.64.0/18"})
  void partsLieInTheRangeAndNeverOverlap(String range) {
    NetworkPlan plan = NetworkPlan.parse(range);
    List<Ipv4Range> parts = new ArrayList<>();
    parts.add(plan.bridge());
    parts.add(plan.hubServices());
    for (int cluster = 1; cluster <= NetworkPlan.MOST_CLUSTERS; cluster++) {
      parts.add(plan.pods(cluster));
      parts.add(plan.services(cluster));
    }
    for (Ipv4Range one : parts) {
      assertThat(plan.range().overlaps(one)).isTrue();
      assertThat(parts.stream().filter(one::overlaps)).containsExactly(one);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.208.0.0/8", "10.208.0.0/24", "10.209.0.0/13", "10.300.0.0/13", "x"})
  void refusesWhatWillNotDo(String range) {
    assertThatThrownBy(() -> NetworkPlan.parse(range))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BAD-NETWORK")
        .hasMessageContaining("-Dgitops.network=");
  }

  @Test
  void seesWhatOverlaps() {
    Ipv4Range range = Ipv4Range.parse("10.208.0.0/13");

    assertThat(range.overlaps(Ipv4Range.parse("10.215.255.255"))).isTrue();
    assertThat(range.overlaps(Ipv4Range.parse("10.0.0.0/8"))).isTrue();
    assertThat(range.overlaps(Ipv4Range.parse("10.216.0.0/13"))).isFalse();
    assertThat(Ipv4Range.around("172.17.3.4", 16)).hasToString("172.17.0.0/16");
  }

  @Test
  void portsAreDistinct() {
    PortPlan plan = new PortPlan(21000, 5001);

    assertThat(plan.listeners(java.util.Map.of("hub", 0, "a", 1, "f", 6))).hasSize(19);
    assertThat(plan.apiServer(NetworkPlan.MOST_CLUSTERS)).isLessThan(plan.http(1));
    assertThat(plan.https(NetworkPlan.MOST_CLUSTERS)).isLessThan(21000 + PortPlan.SIZE);
    assertThatThrownBy(() -> new PortPlan(5000, 5001)).isInstanceOf(IllegalArgumentException.class);
  }
}
