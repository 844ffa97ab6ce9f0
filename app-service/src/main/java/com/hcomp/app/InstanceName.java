package com.hcomp.app;

/** Names this instance among its replicas. */
public interface InstanceName {

  /** The pod's name, or that of the machine outside Kubernetes. */
  String value();
}
