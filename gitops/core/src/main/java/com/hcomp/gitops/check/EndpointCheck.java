package com.hcomp.gitops.check;

import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.policy.Check.Endpoint;

/**
 * Whether an HTTP endpoint answers as it should.
 *
 * @param check what promotion.yaml says
 */
record EndpointCheck(Endpoint check) {
  /** Whether a redirect is the answer, rather than on the way to it. */
  boolean wantsRedirect() {
    return Http.REDIRECT.contains(check.status());
  }

  Answer judge(Reply reply) {
    String said = Reply.shown(check.url()) + " answers status " + reply.status();
    if (reply.status() != check.status()) {
      return new Answer.Bad(said + ", not " + check.status());
    }
    String wanted = check.contains().orElse("");
    return reply.body().contains(wanted)
        ? new Answer.Good(said)
        : new Answer.Bad(said + ", without '" + wanted + "'");
  }
}
