package com.hcomp.gitops.codehost;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks GitHub's REST API over HTTP, below {@code /api/v3} as an Enterprise Server does, for one
 * repository: pull requests are kept in memory, branches and merges are those of a real bare Git
 * repository. Pushes to it are seen as GitHub sees them: a pull request gets its branch's new head,
 * is merged when its head gets into the base, and closed when its branch is deleted.
 */
public final class FakeGitHub implements AutoCloseable {
  /** What a request suffers. */
  public enum Fault {
    /** It is never answered. */
    SLOW,
    /** Status 502, and nothing is done. */
    BROKEN,
    /** Status 200 with something that is no answer; nothing is done. */
    NONSENSE,
    /** The connection ends before anything is done. */
    DROPPED,
    /** All is done, and then the connection ends. */
    LOST,
    /** It is refused because somebody pushes to the base branch at the same moment. */
    BASE_MOVED,
    /** The secondary rate limit. */
    LIMITED,
    /** The primary rate limit; ten minutes are left of the hour. */
    EXHAUSTED,
    /** It is to be asked elsewhere. */
    MOVED,
    /** The next page is on another host. */
    LURED
  }

  public static final String TOKEN = "ghs_secretsecretsecret";

  /** Who opens pull requests with that token. */
  public static final String APP = "acme-promoter[bot]";

  public static final String REPOSITORY = "acme/hcomp";

  private static final String ROOT = "/api/v3";

  /** Work that a test has done in the middle of a request. */
  public interface Work {
    void run() throws IOException;
  }

  /** Something that happens to requests: first a few are spared, then some suffer. */
  private static final class Planned {
    private final String method;
    private final String path;
    private final @Nullable Fault fault;
    private final @Nullable Work work;
    private int spared;
    private int times;

    Planned(String method, String path, int times, @Nullable Fault fault, @Nullable Work work) {
      this.method = method;
      this.path = "/repos/" + REPOSITORY + path;
      this.times = times;
      this.fault = fault;
      this.work = work;
    }

    synchronized boolean hits(FakeGitHubRequest request) {
      if (times == 0 || !request.is(method, path)) {
        return false;
      }
      if (spared > 0) {
        spared--;
        return false;
      }
      times--;
      return true;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object lock = new Object();
  private final List<Planned> planned = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final FakeGitHubState state;
  private final FakeGitHubApi api;

  /**
   * @param bare the repository whose branches they are; it needs a branch main
   */
  public FakeGitHub(Path bare) {
    // Else every answer waits 40 ms for the client's acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    state = new FakeGitHubState(REPOSITORY, new FakeGitHubRepository(bare));
    api = new FakeGitHubApi(state, new FakeGitHubJson(state, url()));
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The API's root. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + ROOT;
  }

  /** The variables by which it is found. */
  public Map<String, String> environment() {
    return Map.of("GITHUB_TOKEN", TOKEN, "GITHUB_REPOSITORY", REPOSITORY, "GITHUB_API_URL", url());
  }

  /** The production client for it, which waits for little. */
  public CodeHost client() {
    GitHubAddress address =
        GitHubAddress.find(environment(), Optional.empty()).address().orElseThrow();
    return new GitHubHost(
        address,
        new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), 3, Duration.ofMillis(1)));
  }

  /** Somebody reviews the present head: APPROVED, CHANGES_REQUESTED or COMMENTED. */
  public void review(int number, String login, String verdict) {
    synchronized (lock) {
      FakePullRequest pullRequest = state.find(number).orElseThrow();
      pullRequest.reviews.add(
          new FakePullRequest.Review(
              pullRequest.reviews.size() + 1, login, pullRequest.head, verdict));
    }
  }

  /** The last review of somebody is dismissed. */
  public void dismiss(int number, String login) {
    synchronized (lock) {
      List<FakePullRequest.Review> theirs =
          state.find(number).orElseThrow().reviews.stream()
              .filter(review -> login.equals(review.login))
              .toList();
      theirs.get(theirs.size() - 1).state = "DISMISSED";
    }
  }

  /** What somebody may do: admin, write, read. */
  public void person(String login, String permission) {
    synchronized (lock) {
      state.people.put(login, permission);
    }
  }

  /** A person closes a pull request. */
  public void close(int number) {
    synchronized (lock) {
      state.find(number).orElseThrow().open = false;
    }
  }

  /** What was commented on a pull request. */
  public List<String> comments(int number) {
    synchronized (lock) {
      return List.copyOf(state.find(number).orElseThrow().comments);
    }
  }

  /** How many there are, open and closed. */
  public int pullRequests() {
    synchronized (lock) {
      return state.pullRequests.size();
    }
  }

  /** Changes or reads what it knows. */
  void with(Consumer<FakeGitHubState> work) {
    synchronized (lock) {
      work.accept(state);
    }
  }

  /** The next requests of a method, to paths of that form below the repository, suffer. */
  public void suffer(Fault fault, int times, String method, String path) {
    planned.add(new Planned(method, path, times, fault, null));
  }

  /** The same, but for the first ones. */
  public void sufferAfter(int spared, Fault fault, int times, String method, String path) {
    Planned later = new Planned(method, path, times, fault, null);
    later.spared = spared;
    planned.add(later);
  }

  /** Something is done when such a request has come, before it is looked at. */
  public void atNext(String method, String path, Work work) {
    planned.add(new Planned(method, path, 1, null, work));
  }

  /** All requests so far, as in {@code POST /repos/acme/hcomp/pulls}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public void forgetRequests() {
    requests.clear();
  }

  private Optional<Fault> fault(FakeGitHubRequest request) throws IOException {
    for (Planned each : planned) {
      if (each.hits(request)) {
        if (each.work != null) {
          each.work.run();
        }
        return Optional.ofNullable(each.fault);
      }
    }
    return Optional.empty();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      FakeGitHubRequest request = FakeGitHubHttp.read(exchange, ROOT);
      requests.add(request.method() + " " + request.path());
      Optional<Fault> fault = fault(request);
      if (fault.isPresent() && fault.get() == Fault.SLOW) {
        awaitClosing();
        return;
      }
      if (fault.isPresent() && fault.get() == Fault.DROPPED) {
        return;
      }
      FakeGitHubAnswer answer =
          fault.flatMap(FakeGitHub::suffered).orElseGet(() -> answer(exchange, request));
      if (fault.isEmpty() || fault.get() != Fault.LOST) {
        FakeGitHubHttp.send(
            exchange, FakeGitHubHttp.paged(url(), request, answer), requests.size());
      }
    }
  }

  private void awaitClosing() {
    try {
      closed.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<FakeGitHubAnswer> suffered(Fault fault) {
    return switch (fault) {
      case BROKEN -> Optional.of(FakeGitHubAnswer.error(502, "Server Error"));
      case NONSENSE ->
          Optional.of(
              FakeGitHubAnswer.of(200, FakeGitHubAnswer.JSON.createObjectNode().put("ok", true)));
      case BASE_MOVED ->
          Optional.of(
              FakeGitHubAnswer.error(
                  405, "Base branch was modified. Review and try the merge again."));
      case LIMITED ->
          Optional.of(
              FakeGitHubAnswer.error(403, "You have exceeded a secondary rate limit.")
                  .with("Retry-After", "90"));
      case EXHAUSTED ->
          Optional.of(
              FakeGitHubAnswer.error(403, "API rate limit exceeded for installation ID 1.")
                  .with("X-RateLimit-Remaining", "0")
                  .with(
                      "X-RateLimit-Reset",
                      String.valueOf(Instant.now().plusSeconds(600).getEpochSecond())));
      case MOVED ->
          Optional.of(
              FakeGitHubAnswer.error(301, "Moved Permanently")
                  .with("Location", "https://elsewhere.example.com/repositories/1"));
      case LURED ->
          Optional.of(
              FakeGitHubAnswer.of(200, FakeGitHubAnswer.JSON.createArrayNode())
                  .with("Link", "<https://elsewhere.example.com/pulls?page=2>; rel=\"next\""));
      default -> Optional.empty();
    };
  }

  private FakeGitHubAnswer answer(HttpExchange exchange, FakeGitHubRequest request) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(authorization)) {
      return FakeGitHubAnswer.error(401, "Bad credentials");
    }
    synchronized (lock) {
      return api.answer(request);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
