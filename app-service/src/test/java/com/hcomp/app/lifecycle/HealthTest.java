package com.hcomp.app.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.app.RunningService;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Liveness says whether a restart would help, readiness whether requests are wanted. */
@MicronautTest
@Isolated("Other services of this process would see its deadlock, too.")
class HealthTest {
  private final RunningService service;

  HealthTest(EmbeddedServer server) {
    this.service = new RunningService(server);
  }

  @Test
  void threadsThatWaitForEachOtherForEverWantARestart() throws Exception {
    Lock first = new ReentrantLock();
    Lock second = new ReentrantLock();
    CountDownLatch bothHaveOne = new CountDownLatch(2);
    Thread one = new Thread(() -> lockBoth(first, second, bothHaveOne));
    Thread other = new Thread(() -> lockBoth(second, first, bothHaveOne));
    one.start();
    other.start();
    bothHaveOne.await();
    while (one.getState() != Thread.State.WAITING || other.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThat(status("liveness")).isEqualTo(503);
    assertThat(status("readiness")).isEqualTo(200);

    one.interrupt();
    other.interrupt();
    one.join();
    other.join();
    assertThat(status("liveness")).isEqualTo(200);
  }

  private static void lockBoth(Lock mine, Lock others, CountDownLatch bothHaveOne) {
    mine.lock();
    try {
      bothHaveOne.countDown();
      bothHaveOne.await();
      others.lockInterruptibly();
      others.unlock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      mine.unlock();
    }
  }

  private int status(String kind) throws IOException, InterruptedException {
    return service.get(service.management().resolve("/health/" + kind)).statusCode();
  }
}
